package io.windhover.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * Adds up the files below the folder of all executions, each of which has one of its
 * name. A file that goes meanwhile does not count.
 */
final class FilesCount extends SimpleFileVisitor<Path> {

	private final Path executions;

	private final FilesTally tally;

	FilesCount(Path executions, FilesTally tally) {
		this.executions = executions;
		this.tally = tally;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
		String executionId = this.executions.relativize(file).getName(0).toString();
		return this.tally.add(executionId, attributes.size()) ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException ex) {
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException ex) {
		return FileVisitResult.CONTINUE;
	}

}
