package io.windhover.api.flow;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ResourceUtils;

/**
 * Finds the YAML files of a directory, or of a location such as
 * {@code classpath:/samples/flows} in the jar.
 */
final class FlowFiles {

	private FlowFiles() {
	}

	static List<Resource> in(String location) throws IOException {
		return ResourceUtils.isUrl(location) ? inUrl(location)
				: inDirectory(Path.of(location)).stream().<Resource>map(FileSystemResource::new).toList();
	}

	/**
	 * By their names. Hidden files are ignored, be it Git's or the other copy that a
	 * mounted ConfigMap keeps of each file; what is deleted meanwhile is not there.
	 */
	static List<Path> inDirectory(Path directory) throws IOException {
		List<Path> files = new ArrayList<>();
		Files.walkFileTree(directory, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
				new SimpleFileVisitor<>() {

					@Override
					public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
						return (isHidden(each) && !each.equals(directory)) ? FileVisitResult.SKIP_SUBTREE
								: FileVisitResult.CONTINUE;
					}

					@Override
					public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
						if (attributes.isRegularFile() && isYaml(each.toString()) && !isHidden(each)) {
							files.add(each);
						}
						return FileVisitResult.CONTINUE;
					}

					@Override
					public FileVisitResult visitFileFailed(Path each, IOException ex) throws IOException {
						if ((ex instanceof NoSuchFileException && !each.equals(directory))
								|| ex instanceof FileSystemLoopException) {
							return FileVisitResult.CONTINUE;
						}
						throw ex;
					}

				});
		Collections.sort(files);
		return files;
	}

	private static boolean isHidden(Path path) {
		return String.valueOf(path.getFileName()).startsWith(".");
	}

	private static List<Resource> inUrl(String location) throws IOException {
		List<Resource> files = new ArrayList<>();
		for (Resource each : new PathMatchingResourcePatternResolver().getResources(location + "/**")) {
			if (isYaml(String.valueOf(each.getFilename()))) {
				files.add(each);
			}
		}
		if (files.isEmpty()) {
			throw new FileNotFoundException("no YAML file is there");
		}
		files.sort(Comparator.comparing(Resource::getDescription));
		return files;
	}

	private static boolean isYaml(String name) {
		return name.endsWith(".yml") || name.endsWith(".yaml");
	}

}
