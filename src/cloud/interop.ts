/**
 * The default export of a CommonJS package: Node and esbuild give the module's exports, some test runners the default
 * itself.
 */
export function defaultOf<T>(module: { default: T }): T {
  return module.default ?? (module as unknown as T);
}
