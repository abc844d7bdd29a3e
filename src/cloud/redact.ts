const MAX = 600;

/** The keys in use, whatever they look like; old sessions' tokens make room for new ones. */
const concealed: string[] = [];
const MOST_CONCEALED = 32;

/** From now on this text is never shown. */
export function conceal(secret: string): void {
  // Short ones would tear words apart, and are no keys.
  if (secret.length < 8 || concealed.includes(secret)) return;
  concealed.push(secret);
  if (concealed.length > MOST_CONCEALED) concealed.shift();
}

/**
 * A foreign error text, fit to be shown: bounded, on one line, without URLs' queries (network errors of the SDK carry the
 * whole request) and without file contents (the credential chain quotes a malformed config.json).
 */
export function redact(text: string): string {
  const line = concealed
    .reduce((shown, secret) => shown.replaceAll(secret, '…'), text)
    .replace(/(parse aliyun cli config from '[^']*' failed)[\s\S]*/i, '$1 (not valid JSON)')
    .replace(/\?[^\s'"]*=[^\s'"]*/g, '?…')
    .replace(/\{[\s\S]*\}/g, '{…}')
    .replace(/\bLTAI[A-Za-z0-9]{8,}/g, 'LTAI…')
    .replace(/\bSTS\.[A-Za-z0-9+/=]{8,}/g, 'STS.…')
    .replace(/((?:secret|token|password|signature|access_?key(?:_?id)?)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi, '$1…')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .trim();
  return line.length > MAX ? `${line.slice(0, MAX)}…` : line;
}
