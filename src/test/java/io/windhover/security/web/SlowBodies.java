package io.windhover.security.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that announce a body of 1,000 bytes and send one of them.
 */
final class SlowBodies implements AutoCloseable {

	private final List<Socket> sockets = new ArrayList<>();

	/** Opens connections; further headers may say who it is. */
	SlowBodies open(int count, int port, String path, String... headers) {
		try {
			for (int i = 0; i < count; i++) {
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
				socket.setSoTimeout(30_000);
				this.sockets.add(socket);
				socket.getOutputStream()
					.write(("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n"
							+ String.join("", List.of(headers).stream().map((each) -> each + "\r\n").toList())
							+ "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
						.getBytes(StandardCharsets.ISO_8859_1));
			}
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Sends one byte more on the only connection, unless the server has closed it. */
	boolean trickle() {
		try {
			this.sockets.get(0).getOutputStream().write(' ');
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Whether one of them has an answer. */
	boolean isAnswered(int index) {
		try {
			return this.sockets.get(index).getInputStream().available() > 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What one of them is answered, until the server closes it. */
	Http.Answer answer(int index) {
		try {
			InputStream input = this.sockets.get(index).getInputStream();
			return new Http.Answer(new String(input.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		for (Socket socket : this.sockets) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
