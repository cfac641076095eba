/** SHA-256 in hexadecimal, by which the project names and checks every file that it reads or keeps. */
import { createHash, type Hash } from "node:crypto";

/**
 * The SHA-256 of `bytes`, 64 hexadecimal digits (FIPS 180-4). Synchronous: a gigabyte takes a
 * second, and `crypto.subtle` takes three times as long.
 *
 * @example
 * ```ts
 * import { sha256 } from "./hash.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const digest = sha256(new TextEncoder().encode("abc"));
 * assertEquals(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
 * ```
 */
export const sha256 = (bytes: Uint8Array): string => sha256Stream().update(bytes).digest("hex");

/** A SHA-256 to be fed in parts (`update`, then `digest("hex")`), for data larger than memory. */
export const sha256Stream = (): Hash => createHash("sha256");
