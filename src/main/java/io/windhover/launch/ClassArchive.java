package io.windhover.launch;

import java.nio.file.Path;
import java.util.List;

/**
 * The archive of loaded classes that a JVM makes and uses: since JDK 25 with profiles of
 * methods.
 *
 * @param make options of the JVM that makes it
 * @param use options of the JVM that starts with it
 */
record ClassArchive(Path file, List<String> make, List<String> use) {

	private static final int WITH_PROFILES = 25;

	/**
	 * That of a JVM.
	 * @param version of the JVM
	 * @param directory in which it is
	 */
	static ClassArchive of(int version, Path directory) {
		return (version < WITH_PROFILES)
				? of(directory.resolve("windhover.jsa"), "-Xlog:cds*=error", "-XX:ArchiveClassesAtExit=",
						"-XX:SharedArchiveFile=")
				: of(directory.resolve("windhover.aot"), "-Xlog:aot*=error", "-XX:AOTCacheOutput=", "-XX:AOTCache=");
	}

	private static ClassArchive of(Path file, String quiet, String output, String input) {
		return new ClassArchive(file, List.of(quiet, output + file), List.of(quiet, input + file));
	}

}
