package io.windhover.management.security;

import java.time.Duration;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;

import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/**
 * Puts the {@link ConnectionValve} before all other valves, the one included that
 * believes forwarding headers where it is configured to, and bounds what a client can
 * hold of a port.
 */
class ConnectionCustomizer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

	private final int threads;

	private final Duration bodyTimeout;

	private final DataSize maxBody;

	ConnectionCustomizer(TomcatServerProperties tomcat, SecurityProperties security) {
		this.threads = tomcat.getThreads().getMax();
		this.bodyTimeout = security.bodyTimeout();
		this.maxBody = security.maxBody();
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.addEngineValves(new ConnectionValve(),
				new BodyValve(new BodyGate(this.threads), this.bodyTimeout, this.maxBody.toBytes()));
		factory.addConnectorCustomizers(this::limit);
	}

	private void limit(Connector connector) {
		if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
			protocol.setDisableUploadTimeout(false);
			protocol.setConnectionUploadTimeout((int) this.bodyTimeout.toMillis());
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
