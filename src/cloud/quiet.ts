/**
 * `debug`, inside the official clients, prints requests, keys included, to stderr where DEBUG names them (`*`, `httpx*`,
 * `sign`). It reads the variable as it is loaded: this file is loaded before anything that loads it. The built program
 * has no `debug` at all (scripts/build.mjs).
 */
delete process.env.DEBUG;
