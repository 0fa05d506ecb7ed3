package io.windhover.file;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;

import io.windhover.flow.input.FileAddress;

/**
 * Keeps the files of executions, for all instances of a cluster. What fails throws
 * {@link IOException}; a thread may be interrupted while it waits.
 */
public interface FileStore {

	/**
	 * Keeps all that a stream has, safe on disk once this returns, in place of what the
	 * address had before; where it fails, that stays.
	 * @throws FileTooLargeException where it has more than {@link #maxFileSize()}
	 */
	StoredFile write(FileAddress address, InputStream content) throws IOException;

	/**
	 * Opens a file; the caller closes it.
	 * @throws FileMissingException where there is none
	 */
	InputStream open(FileAddress address) throws IOException;

	/**
	 * What is kept at an address.
	 * @throws FileMissingException where there is nothing
	 */
	StoredFile find(FileAddress address) throws IOException;

	/**
	 * The files of an execution, in the order of their paths.
	 * @param page counts from 0
	 */
	FileList list(String executionId, int page, int size) throws IOException;

	/**
	 * Deletes a file, where it is there.
	 */
	void delete(FileAddress address) throws IOException;

	/**
	 * Deletes all files of an execution, where it has any.
	 */
	void delete(String executionId) throws IOException;

	/**
	 * Deletes the files of the executions whose first file is of a day (UTC) before one.
	 * Several may do so at once.
	 */
	void deleteBefore(LocalDate day) throws IOException;

	/**
	 * How much is kept for all executions.
	 * @param most files to look at: of more it tells only so many
	 * @param draws executions to draw from those that the files are of
	 */
	FilesSize size(int most, int draws) throws IOException;

	/**
	 * Bytes that one file may have.
	 */
	long maxFileSize();

}
