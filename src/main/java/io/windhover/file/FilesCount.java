package io.windhover.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * Adds up the files below a folder, up to a number of them. One that goes meanwhile does
 * not count.
 */
final class FilesCount extends SimpleFileVisitor<Path> {

	private final int most;

	private long bytes;

	private long files;

	private boolean whole = true;

	FilesCount(int most) {
		this.most = most;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
		if (this.files == this.most) {
			this.whole = false;
			return FileVisitResult.TERMINATE;
		}
		this.bytes += attributes.size();
		this.files++;
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException ex) {
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException ex) {
		return FileVisitResult.CONTINUE;
	}

	FilesSize size(Path directory) {
		return new FilesSize(this.bytes, this.files, this.whole, directory);
	}

}
