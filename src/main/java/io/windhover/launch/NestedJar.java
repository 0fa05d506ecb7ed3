package io.windhover.launch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

/**
 * A jar of the class path, opened when something is first looked for in it and then kept
 * open.
 */
final class NestedJar {

	private final URL url;

	private final CodeSource source;

	private volatile @Nullable JarFile file;

	private volatile @Nullable Manifest manifest;

	private NestedJar(URL url) {
		this.url = url;
		this.source = new CodeSource(url, (Certificate[]) null);
	}

	/**
	 * The jar at a URL, which may be that of a file.
	 */
	static NestedJar of(URL url) {
		try {
			return new NestedJar(url.getProtocol().equals("jar") ? url : new URL("jar:" + url + "!/"));
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	URL url() {
		return this.url;
	}

	URL url(String entry) throws MalformedURLException {
		return new URL(this.url, entry);
	}

	CodeSource source() {
		return this.source;
	}

	boolean has(String entry) throws IOException {
		return file().getJarEntry(entry) != null;
	}

	byte[] read(String entry) throws IOException {
		try (InputStream in = open(entry)) {
			return in.readAllBytes();
		}
	}

	InputStream open(String entry) throws IOException {
		JarFile jar = file();
		JarEntry found = jar.getJarEntry(entry);
		if (found == null) {
			throw new FileNotFoundException(entry + " in " + this.url);
		}
		return jar.getInputStream(found);
	}

	/** That of the jar, or an empty one. */
	Manifest manifest() throws IOException {
		Manifest known = this.manifest;
		if (known == null) {
			Manifest read = file().getManifest();
			known = (read != null) ? read : new Manifest();
			this.manifest = known;
		}
		return known;
	}

	private JarFile file() throws IOException {
		JarFile opened = this.file;
		return (opened != null) ? opened : openFile();
	}

	private synchronized JarFile openFile() throws IOException {
		JarFile opened = this.file;
		if (opened == null) {
			JarURLConnection connection = (JarURLConnection) this.url.openConnection();
			// so that nobody else closes it
			connection.setUseCaches(false);
			opened = connection.getJarFile();
			this.file = opened;
		}
		return opened;
	}

}
