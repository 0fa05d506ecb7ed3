package io.windhover.security.connection;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Notes which requests come from this machine, by the connection itself: before anything
 * has believed a header that says whom a proxy speaks for.
 */
public class ConnectionValve extends ValveBase {

	private static final String LOCAL = ConnectionValve.class.getName() + ".local";

	private static final String FORWARDED_BY = ConnectionValve.class.getName() + ".forwardedBy";

	/** A proxy on this machine speaks for somebody else. */
	private static final List<String> FORWARDING = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Real-IP", "Via");

	ConnectionValve() {
		super(true);
	}

	/**
	 * Whether a request was sent on this machine, to a name of this machine, and for
	 * nobody else.
	 */
	public static boolean isLocal(ServletRequest request) {
		return Boolean.TRUE.equals(request.getAttribute(LOCAL));
	}

	/**
	 * The header by which a proxy was recognised; null without one.
	 */
	public static @Nullable String forwarding(ServletRequest request) {
		return (request.getAttribute(FORWARDED_BY) instanceof String header) ? header : null;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		FORWARDING.stream()
			.filter((header) -> request.getHeader(header) != null)
			.findFirst()
			.ifPresent((header) -> request.setAttribute(FORWARDED_BY, header));
		boolean local = LoopbackNames.isLoopbackAddress(request.getPeerAddr())
				&& LoopbackNames.isLoopback(request.getServerName()) && forwarding(request.getRequest()) == null;
		request.setAttribute(LOCAL, local);
		getNext().invoke(request, response);
	}

}
