/**
 * Reads HDF5 with h5wasm, the HDF Group's own library compiled to WebAssembly (NIST's notice and the
 * HDF5 licence, both free). It is imported when the first file is opened (4 MB, 0.4 s). The library
 * has its own memory and a file system that contains only the file passed to it, so a damaged or
 * hostile file reaches neither the disk nor the rest of the process.
 */
import { UserError } from "../base/errors.ts";

type H5wasm = typeof import("npm:h5wasm@0.10.3");

/** A group of an open file. */
export type Hdf5Group = InstanceType<H5wasm["Group"]>;

/** A data set of an open file. */
export type Hdf5Dataset = InstanceType<H5wasm["Dataset"]>;

/** Loads the library. */
export async function hdf5(): Promise<H5wasm> {
  const library = await import("npm:h5wasm@0.10.3");
  const module = await library.ready;
  // Without this, the library prints errors instead of throwing them.
  module.activate_throwing_error_handler();
  return library;
}

/** An open HDF5 file; dispose of it to release its memory. */
export interface Hdf5File extends Disposable {
  readonly root: Hdf5Group;
  readonly library: H5wasm;
  /**
   * Runs `ask`, which calls the library.
   *
   * @param part Names the part of the file that is read, in errors.
   * @throws {UserError} If the library throws.
   */
  guard<T>(part: string, ask: () => T): T;
}

/**
 * Opens the bytes of a file for reading.
 *
 * @param what Names the file in errors.
 * @throws {UserError} If they are not HDF5, or are truncated.
 */
export async function openHdf5(bytes: Uint8Array, what: string): Promise<Hdf5File> {
  const library = await hdf5();
  const files = library.FS;
  if (!files) throw new Error("h5wasm has no file system.");
  const guard = <T>(part: string, ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(
        `Cannot read ${what}: ${part} is damaged or not HDF5. Download the file again.`,
      );
    }
  };
  const path = `${crypto.randomUUID()}.h5`;
  files.writeFile(path, bytes);
  try {
    const file = guard("the file", () => {
      const opened = new library.File(path, "r");
      if (opened.file_id < 0n) throw new RangeError("not opened");
      return opened;
    });
    return {
      root: file,
      library,
      guard,
      [Symbol.dispose]() {
        file.close();
        files.unlink(path);
      },
    };
  } catch (error) {
    files.unlink(path);
    throw error;
  }
}
