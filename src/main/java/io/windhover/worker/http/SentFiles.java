package io.windhover.worker.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.windhover.flow.input.FileAddress;
import io.windhover.worker.task.TaskFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * The files that a request sends, each read bit by bit while it is sent, and again when a
 * redirect repeats the request. To be closed once the request is over, because the client
 * leaves open what it has not read to the end.
 */
class SentFiles implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SentFiles.class);

	private final TaskFiles files;

	private final List<InputStream> opened = new CopyOnWriteArrayList<>();

	private volatile boolean closed;

	SentFiles(TaskFiles files) {
		this.files = files;
	}

	/**
	 * The content of a file, whose size the request states.
	 * @throws IllegalArgumentException where it is not an address
	 * @throws IOException naming the file, where it is not there
	 */
	BodyPublisher content(String address) throws IOException {
		long size = this.files.size(address);
		return (size == 0) ? BodyPublishers.noBody()
				: BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(address)), size);
	}

	private InputStream open(String address) {
		try {
			InputStream file = this.files.open(address);
			this.opened.add(file);
			if (this.closed) { // by a timeout or a kill, meanwhile
				close();
			}
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The name of a file, without its folders. */
	static String name(String address) {
		return FileAddress.parse(address).name();
	}

	/** The media type of a file, by its name. */
	static String contentType(String name) {
		return MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM).toString();
	}

	@Override
	public void close() {
		this.closed = true;
		for (InputStream each : this.opened) {
			try {
				each.close();
			}
			catch (IOException ex) {
				logger.debug("A file that was sent cannot be closed", ex);
			}
		}
	}

}
