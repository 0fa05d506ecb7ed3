package io.windhover.worker.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import io.windhover.worker.mail.MailConfiguration.Security;

/**
 * Opens the connection to a server. It is that of a channel, because the interrupt that
 * stops an attempt ends such a connection and no other.
 */
final class SmtpSocket {

	private static final int CONNECT_TIMEOUT = 10_000;

	private static final int READ_TIMEOUT = 30_000;

	private SmtpSocket() {
	}

	static Socket open(MailConfiguration configuration, SSLSocketFactory factory) throws IOException {
		String host = configuration.host();
		int port = configuration.portOrDefault();
		Socket socket = SocketChannel.open().socket();
		try {
			socket.connect(new InetSocketAddress(address(host), port), CONNECT_TIMEOUT);
			socket.setSoTimeout(READ_TIMEOUT);
			return (configuration.securityOrDefault() == Security.TLS) ? encrypted(socket, host, port, factory)
					: socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/** With the name as it was given, which is the one that the certificate must have. */
	private static InetAddress address(String host) throws IOException {
		try {
			return InetAddress.getByAddress(host, InetAddress.getByName(host).getAddress());
		}
		catch (UnknownHostException ex) { // says no more than the name
			throw new IOException("unknown host");
		}
	}

	private static Socket encrypted(Socket plain, String host, int port, SSLSocketFactory factory) throws IOException {
		SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
	}

}
