package io.windhover.worker.task;

import java.io.IOException;
import java.io.InputStream;

/**
 * The files that an attempt reads and makes. Safe for several threads.
 */
public interface TaskFiles {

	/**
	 * Keeps a file until its execution is deleted; one that an earlier call has kept
	 * under the same name is replaced.
	 * @param name may have folders before it
	 * @return its address, to be given as an output
	 * @throws IllegalArgumentException where no file may have the name, or it has a
	 * secret in it
	 */
	String keep(String name, InputStream content) throws IOException;

	/**
	 * Opens a file of any execution.
	 * @throws IllegalArgumentException where it is not an address
	 * @throws IOException naming the file, where it is not there
	 */
	InputStream open(String address) throws IOException;

	/**
	 * The size of a file of any execution, in bytes; fails as {@link #open} does.
	 */
	long size(String address) throws IOException;

	/**
	 * Bytes that one file may have.
	 */
	long maxSize();

}
