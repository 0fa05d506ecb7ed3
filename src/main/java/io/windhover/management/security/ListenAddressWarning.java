package io.windhover.management.security;

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
		if (!LocalAccess.isLoopback(this.address)) {
			logger.warn(
					"windhover.listen-address is {}: whoever reaches this address can run flows, and with them "
							+ "commands on this machine. Set it to 127.0.0.1 unless the network is closed to others.",
					this.address);
		}
	}

}
