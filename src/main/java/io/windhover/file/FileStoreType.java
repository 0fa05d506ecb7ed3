package io.windhover.file;

/**
 * Where files can be kept.
 */
enum FileStoreType {

	/** In a directory of the machine, or one that machines share. */
	DIRECTORY,

	/** In a bucket of Amazon S3, or of a store that speaks its protocol. */
	S3

}
