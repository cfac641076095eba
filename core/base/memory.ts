/** How much memory one thing may need: a file, a tensor, an image. */

/**
 * The most bytes that one file, tensor or image may need, 2 GiB. More is refused before it is
 * allocated: a damaged or hostile header announces it, or a mistake in a size does.
 */
export const MEMORY_LIMIT = 2 ** 31;
