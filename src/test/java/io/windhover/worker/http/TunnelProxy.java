package io.windhover.worker.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy that makes tunnels and nothing else, and remembers the heads of the
 * requests for them.
 */
final class TunnelProxy implements AutoCloseable {

	final List<String> heads = new CopyOnWriteArrayList<>();

	private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	TunnelProxy() throws IOException {
		this.threads.execute(this::accept);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket client = this.socket.accept();
				this.threads.execute(() -> serve(client));
			}
			catch (IOException ex) {
				return; // the test is over
			}
		}
	}

	private void serve(Socket client) {
		try (client) {
			String head = head(client.getInputStream());
			this.heads.add(head);
			String[] address = head.split(" ", 3)[1].split(":", 2);
			tunnel(client, address[0], Integer.parseInt(address[1]));
		}
		catch (IOException ex) {
			// one side has closed
		}
	}

	private void tunnel(Socket client, String host, int port) throws IOException {
		try (Socket server = new Socket(host, port)) {
			answer(client, "200 Connection established");
			this.threads.execute(() -> copy(server, client));
			copy(client, server);
		}
		catch (IOException ex) {
			answer(client, "502 Bad Gateway");
		}
	}

	private static void copy(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// the other direction has closed it
		}
	}

	private static void answer(Socket client, String status) throws IOException {
		client.getOutputStream()
			.write("HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n".formatted(status).getBytes(StandardCharsets.US_ASCII));
	}

	private static String head(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("no whole head: " + head);
			}
			head.append((char) next);
		}
		return head.toString();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
