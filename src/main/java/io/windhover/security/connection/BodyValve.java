package io.windhover.security.connection;

import java.io.IOException;
import java.time.Duration;

import io.windhover.security.CreateRequests;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Lets no client occupy a thread by a body that it does not send: one that is read has to
 * arrive in time and is bounded, one that nobody reads is not waited for.
 */
class BodyValve extends ValveBase {

	/** For what is on its way already when the answer is sent. */
	private static final Duration LINGER = Duration.ofMillis(250);

	private static final long MOST_DISCARDED = 1 << 20;

	private final BodyGate gate;

	private final BodyLimit limit;

	private final BodyLimit limitOfUploads;

	BodyValve(BodyGate gate, BodyLimit limit, BodyLimit limitOfUploads) {
		super(true);
		this.gate = gate;
		this.limit = limit;
		this.limitOfUploads = limitOfUploads;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		org.apache.coyote.Request coyote = request.getCoyoteRequest();
		if (!RequestBody.isAnnounced(coyote)) {
			getNext().invoke(request, response);
			return;
		}
		RequestBody body = new RequestBody(coyote, this.gate,
				CreateRequests.isUpload(request) ? this.limitOfUploads : this.limit);
		try {
			getNext().invoke(request, response);
		}
		finally {
			body.release();
		}
		if (!request.isAsync() && !body.isFinished()) {
			response.finishResponse();
			body.discard(LINGER, MOST_DISCARDED);
			if (!body.isFinished()) {
				// Tomcat would wait for the rest
				coyote.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
			}
		}
	}

}
