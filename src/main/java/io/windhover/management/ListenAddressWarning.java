package io.windhover.management;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says in the log, before a port is open, that others will reach it.
 */
class ListenAddressWarning implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ListenAddressWarning.class);

	private final String address;

	ListenAddressWarning(String address) {
		this.address = address;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!isLoopback()) {
			logger.warn(
					"windhover.listen-address is {}: whoever reaches this address can run flows, and with them "
							+ "commands on this machine. Set it to 127.0.0.1 unless the network is closed to others.",
					this.address);
		}
	}

	private boolean isLoopback() {
		try {
			return InetAddress.getByName(this.address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			// the servers will fail on it with a better message
			logger.debug("Cannot resolve {}", this.address, ex);
			return false;
		}
	}

}
