package io.windhover.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection to a port on this machine that sends whatever bytes it is given, which no
 * client that knows HTTP would.
 */
final class RawHttp implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 60_000;

	private final int port;

	private Socket socket;

	private InputStream in;

	RawHttp(int port) {
		this.port = port;
	}

	/**
	 * Sends a request and reads the answer.
	 * @throws java.net.SocketTimeoutException when no answer comes for long
	 */
	Answer send(byte[] request, boolean hasNoBody) throws IOException {
		boolean reused = this.socket != null;
		if (!reused) {
			open();
		}
		try {
			this.socket.getOutputStream().write(request);
			this.socket.getOutputStream().flush();
		}
		catch (IOException ex) {
			// it may have answered before it had read all
			disconnect();
			if (request.length < 64 * 1024) {
				open();
				this.socket.getOutputStream().write(request);
				this.socket.getOutputStream().flush();
			}
			else {
				return new Answer(413, Map.of(), "");
			}
		}
		if (reused && hasEnded()) {
			// a server may close a connection that it kept, between two requests
			disconnect();
			open();
			this.socket.getOutputStream().write(request);
			this.socket.getOutputStream().flush();
		}
		Answer answer = read(hasNoBody);
		if ("close".equalsIgnoreCase(answer.headers().getOrDefault("connection", "")) || answer.status() == 400) {
			disconnect();
		}
		return answer;
	}

	@Override
	public void close() throws IOException {
		disconnect();
	}

	/**
	 * The next request opens a connection again.
	 */
	void disconnect() throws IOException {
		if (this.socket != null) {
			this.socket.close();
			this.socket = null;
		}
	}

	private void open() throws IOException {
		this.socket = new Socket();
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), TIMEOUT_MILLIS);
		this.in = new BufferedInputStream(this.socket.getInputStream(), 1 << 16);
	}

	private boolean hasEnded() throws IOException {
		this.in.mark(1);
		int first = this.in.read();
		this.in.reset();
		return first < 0;
	}

	private Answer read(boolean hasNoBody) throws IOException {
		int status = Integer.parseInt(line().split(" ", 3)[1]);
		Map<String, String> headers = new TreeMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		if (status == 100) {
			return read(hasNoBody);
		}
		return new Answer(status, headers,
				(hasNoBody || status == 204 || status == 304 || status == 101) ? "" : body(headers));
	}

	private String body(Map<String, String> headers) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
			for (int size = chunk(); size > 0; size = chunk()) {
				body.write(exactly(size));
				line();
			}
			line();
		}
		else if (headers.containsKey("content-length")) {
			body.write(exactly(Integer.parseInt(headers.get("content-length"))));
		}
		else {
			this.in.transferTo(body);
			disconnect();
		}
		return body.toString(StandardCharsets.UTF_8);
	}

	private int chunk() throws IOException {
		return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
	}

	private byte[] exactly(int size) throws IOException {
		byte[] bytes = this.in.readNBytes(size);
		if (bytes.length < size) {
			throw new EOFException("The answer ends after %d of %d bytes".formatted(bytes.length, size));
		}
		return bytes;
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("The connection ends instead of an answer");
			}
			if (next != '\r') {
				line.write(next);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * An answer.
	 *
	 * @param headers by their names in lower case
	 */
	record Answer(int status, Map<String, String> headers, String body) {
	}

}
