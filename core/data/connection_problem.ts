/** Why a connection failed, in words that say what to look at. */
import { reason } from "../base/reason.ts";

/** What the runtime's messages contain, and what it means. */
const CAUSES: readonly (readonly [RegExp, string])[] = [
  [
    /dns error|lookup address|name or service not known|name resolution/i,
    "its name is unknown (DNS)",
  ],
  [/connection refused/i, "it refuses connections"],
  [
    /certificate|tls|ssl|handshake|corrupt message/i,
    "its certificate or encryption (TLS) is not accepted",
  ],
  [/unreachable/i, "the network does not reach it"],
  [/connection reset|closed before|broken pipe|unexpected eof/i, "it ended the connection"],
  [/timed out/i, "it does not answer"],
];

/** Says why there is no connection to the host of an address, with the runtime's words. */
export function connectionProblem(error: unknown, { host }: URL): string {
  if (error instanceof Deno.errors.NotCapable) {
    return `Deno has no permission to connect to ${host}`;
  }
  const texts = [error, error instanceof Error ? error.cause : undefined]
    .filter((one) => one !== undefined).map(reason);
  const words = texts.at(-1) ?? "";
  const cause = CAUSES.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1];
  return cause === undefined ? `no connection (${words})` : `no connection to ${host}: ${cause}`;
}
