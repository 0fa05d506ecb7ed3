package io.windhover.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Finds a class first in the jars that its package was found in before, not in each of
 * 130 jars one after the other. No class may therefore be in two of the jars; resources
 * may, and are looked for in the order of the class path. Directories, such as one that
 * {@code loader.path} names beside the jars in it, come last.
 */
final class NestedJarClassLoader extends URLClassLoader {

	static {
		ClassLoader.registerAsParallelCapable();
	}

	private final URL[] urls;

	private final List<NestedJar> jars;

	private final Map<String, List<NestedJar>> packages = new ConcurrentHashMap<>();

	NestedJarClassLoader(URL[] urls, ClassLoader parent) {
		super(Arrays.stream(urls).filter(NestedJarClassLoader::isDirectory).toArray(URL[]::new), parent);
		this.urls = urls.clone();
		this.jars = Arrays.stream(urls).filter((url) -> !isDirectory(url)).map(NestedJar::of).toList();
	}

	/** As the class loader that this one extends tells them apart. */
	private static boolean isDirectory(URL url) {
		return !url.getProtocol().equals("jar") && url.getPath().endsWith("/");
	}

	@Override
	public URL[] getURLs() {
		return this.urls.clone();
	}

	@Override
	protected Class<?> findClass(String name) throws ClassNotFoundException {
		String entry = name.replace('.', '/') + ".class";
		try {
			NestedJar jar = find(entry);
			if (jar == null) {
				return super.findClass(name);
			}
			byte[] bytes = jar.read(entry);
			definePackage(name, jar);
			return defineClass(name, bytes, 0, bytes.length, jar.source());
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

	@Override
	public @Nullable URL findResource(String name) {
		try {
			NestedJar jar = find(name);
			return (jar != null) ? jar.url(name) : super.findResource(name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Enumeration<URL> findResources(String name) throws IOException {
		List<URL> found = new ArrayList<>();
		for (NestedJar jar : this.jars) {
			if (jar.has(name)) {
				found.add(jar.url(name));
			}
		}
		found.addAll(Collections.list(super.findResources(name)));
		return Collections.enumeration(found);
	}

	/**
	 * Without the connection of a URL, which would look for the jar and the entry again.
	 */
	@Override
	public @Nullable InputStream getResourceAsStream(String name) {
		InputStream inherited = getParent().getResourceAsStream(name);
		if (inherited != null) {
			return inherited;
		}
		try {
			NestedJar jar = find(name);
			if (jar != null) {
				return jar.open(name);
			}
			URL url = super.findResource(name);
			return (url != null) ? url.openStream() : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private @Nullable NestedJar find(String entry) throws IOException {
		int end = entry.lastIndexOf('/');
		return (end > 0 && entry.endsWith(".class")) ? findKnown(entry, entry.substring(0, end))
				: first(this.jars, entry);
	}

	private @Nullable NestedJar findKnown(String entry, String directory) throws IOException {
		NestedJar known = first(this.packages.getOrDefault(directory, List.of()), entry);
		if (known != null) {
			return known;
		}
		NestedJar found = first(this.jars, entry);
		if (found != null) {
			this.packages.merge(directory, List.of(found), NestedJarClassLoader::both);
		}
		return found;
	}

	private static @Nullable NestedJar first(List<NestedJar> jars, String entry) throws IOException {
		for (NestedJar jar : jars) {
			if (jar.has(entry)) {
				return jar;
			}
		}
		return null;
	}

	private static List<NestedJar> both(List<NestedJar> known, List<NestedJar> found) {
		List<NestedJar> all = new ArrayList<>(known);
		all.addAll(found);
		return List.copyOf(all);
	}

	private void definePackage(String className, NestedJar jar) throws IOException {
		int end = className.lastIndexOf('.');
		String name = className.substring(0, Math.max(end, 0));
		if (name.isEmpty() || getDefinedPackage(name) != null) {
			return;
		}
		try {
			definePackage(name, jar.manifest(), jar.url());
		}
		catch (IllegalArgumentException ex) {
			// another thread was faster
			if (getDefinedPackage(name) == null) {
				throw ex;
			}
		}
	}

}
