package io.windhover.topic;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The host of a URL by which others reach what listens on an address.
 */
final class ManagementHost {

	private ManagementHost() {
	}

	/**
	 * The address itself, unless it means all addresses of this machine.
	 * @param machine the name of this machine
	 */
	static String of(String address, String machine) {
		try {
			if (InetAddress.getByName(address).isAnyLocalAddress()) {
				return machine;
			}
		}
		catch (UnknownHostException ex) {
			return address;
		}
		return (address.indexOf(':') >= 0 && !address.startsWith("[")) ? "[" + address + "]" : address;
	}

}
