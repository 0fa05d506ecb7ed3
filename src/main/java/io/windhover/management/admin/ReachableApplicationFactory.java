package io.windhover.management.admin;

import java.net.Inet6Address;
import java.net.InetAddress;

import de.codecentric.boot.admin.client.config.InstanceProperties;
import de.codecentric.boot.admin.client.registration.ServletApplicationFactory;
import de.codecentric.boot.admin.client.registration.metadata.MetadataContributor;
import jakarta.servlet.ServletContext;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;

/**
 * Registers addresses that an Admin server can ask. A port that listens on every address
 * is reached by the name of the machine, and one that listens on the loopback address by
 * that address: names that the machine gives to it are refused as foreign.
 */
class ReachableApplicationFactory extends ServletApplicationFactory {

	ReachableApplicationFactory(InstanceProperties instance, ManagementServerProperties management,
			ServerProperties server, ServletContext servletContext, PathMappedEndpoints endpoints,
			WebEndpointProperties webEndpoint, MetadataContributor metadata,
			DispatcherServletPath dispatcherServletPath) {
		super(instance, management, server, servletContext, endpoints, webEndpoint, metadata, dispatcherServletPath);
	}

	@Override
	protected String getHost(InetAddress address) {
		if (address.isLoopbackAddress()) {
			String literal = address.getHostAddress();
			return (address instanceof Inet6Address) ? "[" + literal + "]" : literal;
		}
		return super.getHost(address.isAnyLocalAddress() ? getLocalHost() : address);
	}

}
