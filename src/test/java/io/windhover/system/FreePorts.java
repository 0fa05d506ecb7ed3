package io.windhover.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports that nobody listens on, below those that outgoing connections take. Each JVM of
 * the build that runs tests chooses from a range of its own.
 */
public final class FreePorts {

	private static final int FORK = Integer.getInteger("tests.fork", 0);

	private static final int RANGE = 2_000;

	private static final int FIRST = 20_000 + FORK * RANGE;

	private static final Random RANDOM = new Random();

	private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

	private FreePorts() {
	}

	/**
	 * A port that this JVM has not been given before.
	 */
	public static int next() {
		while (true) {
			int port = FIRST + RANDOM.nextInt(RANGE);
			if (GIVEN.add(port) && isFree(port)) {
				return port;
			}
		}
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
