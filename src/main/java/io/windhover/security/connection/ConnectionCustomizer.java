package io.windhover.security.connection;

import io.windhover.security.SecurityProperties;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Puts the {@link ConnectionValve} before all other valves, the one included that
 * believes forwarding headers where it is configured to, and bounds what a client can
 * hold of a port.
 */
public class ConnectionCustomizer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

	private final int threads;

	private final BodyLimit limit;

	private final BodyLimit limitOfUploads;

	/**
	 * Reads its limits, once.
	 * @param tomcat has the number of threads
	 * @param security has the limits of bodies
	 */
	public ConnectionCustomizer(TomcatServerProperties tomcat, SecurityProperties security) {
		this.threads = tomcat.getThreads().getMax();
		this.limit = BodyLimit.of(security);
		this.limitOfUploads = BodyLimit.ofUploads(security);
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.addEngineValves(new ConnectionValve(),
				new BodyValve(new BodyGate(this.threads), this.limit, this.limitOfUploads));
		factory.addConnectorCustomizers(this::limit);
	}

	private void limit(Connector connector) {
		// a form is a body as any other: to look for a parameter would take it from who
		// reads the body
		connector.setParseBodyMethods("");
		if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
			protocol.setDisableUploadTimeout(false);
			protocol.setConnectionUploadTimeout((int) this.limit.time().toMillis());
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
