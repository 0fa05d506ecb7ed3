package io.windhover.management.security;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Keeps a port to this machine as long as it listens on the loopback address.
 */
class LocalAccess implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	private static final Logger logger = LoggerFactory.getLogger(LocalAccess.class);

	private final String listenAddress;

	LocalAccess(String listenAddress) {
		this.listenAddress = listenAddress;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		if (isLoopback(this.listenAddress)) {
			factory.addContextValves(new LocalRequestValve());
		}
	}

	static boolean isLoopback(String address) {
		try {
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			// the servers will fail on it with a better message
			logger.debug("Cannot resolve {}", address, ex);
			return false;
		}
	}

}
