package io.windhover.security.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.windhover.problem.RequestBodyException;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.http.HttpStatus;

/**
 * The body of a request on its way from the socket: it is bounded, has to be there by a
 * deadline, and the thread that waits for it takes a place at the {@link BodyGate}.
 * Tomcat's own limit is one between two reads, which each byte renews.
 */
class RequestBody implements InputBuffer {

	private static final long POLL_NANOS = 1_000_000;

	private final Request request;

	private final InputBuffer source;

	private final BodyGate gate;

	private final BodyLimit limit;

	private final long start = System.nanoTime();

	private boolean waits;

	private boolean ended;

	/**
	 * Takes the place of the request's own buffer.
	 */
	RequestBody(Request request, BodyGate gate, BodyLimit limit) {
		this.request = request;
		this.source = request.getInputBuffer();
		this.gate = gate;
		this.limit = limit;
		request.setInputBuffer(this);
	}

	/** Whether a request announces a body that Tomcat would read. */
	static boolean isAnnounced(Request request) {
		try {
			return request.getContentLengthLong() > 0 || isChunked(request);
		}
		catch (IllegalArgumentException ex) {
			// Tomcat has refused the length with a 400 already, and closes the connection
			return false;
		}
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		long most = this.limit.size().toBytes();
		if (this.request.getContentLengthLong() > most || this.request.getBytesRead() > most) {
			throw new RequestBodyException(HttpStatus.CONTENT_TOO_LARGE.value(),
					"The body of the request is larger than %d bytes.".formatted(most),
					"Send less; %s allows more.".formatted(this.limit.sizeProperty()));
		}
		if (!isHere()) {
			await();
		}
		try {
			int read = this.source.doRead(handler);
			this.ended = read < 0;
			return read;
		}
		catch (SocketTimeoutException ex) {
			throw tooSlow();
		}
	}

	@Override
	public int available() {
		return this.source.available();
	}

	/**
	 * Gives the request its own buffer back.
	 */
	void release() {
		this.request.setInputBuffer(this.source);
		if (this.waits) {
			this.waits = false;
			this.gate.leave();
		}
	}

	/** Whether nothing of it is left on the connection. */
	boolean isFinished() {
		return this.ended || this.request.getBytesRead() == this.request.getContentLengthLong();
	}

	/**
	 * Receives for a moment what is already on its way, after the answer: to close a
	 * connection on unread bytes resets it, and the client may lose the answer.
	 */
	void discard(Duration moment, long most) throws IOException {
		if (this.request.hasExpectation() || !this.gate.linger()) {
			return;
		}
		try {
			long end = System.nanoTime() + moment.toNanos();
			Discarded discarded = new Discarded();
			while (!isFinished() && this.request.getBytesRead() < most && System.nanoTime() < end) {
				if (poll() == 0) {
					LockSupport.parkNanos(POLL_NANOS);
				}
				else {
					this.ended = this.request.doRead(discarded) < 0;
				}
			}
		}
		finally {
			this.gate.endLinger();
		}
	}

	/** Chunks have heads, for which a read may wait with some bytes at hand. */
	private boolean isHere() {
		return !isChunked(this.request) && (isFinished() || poll() > 0);
	}

	private int poll() {
		this.request.action(ActionCode.AVAILABLE, true);
		return this.request.getAvailable();
	}

	private void await() throws IOException {
		if (System.nanoTime() - this.start > this.limit.time().toNanos()) {
			throw tooSlow();
		}
		if (!this.waits && !this.gate.enter()) {
			throw new RequestBodyException(HttpStatus.SERVICE_UNAVAILABLE.value(),
					"Too many requests have not sent their bodies yet.", "Try again later.");
		}
		this.waits = true;
	}

	private RequestBodyException tooSlow() {
		return new RequestBodyException(HttpStatus.REQUEST_TIMEOUT.value(),
				"The body of the request did not arrive in time.",
				"Send the whole body within %s, which is %s.".formatted(this.limit.timeProperty(), this.limit.time()));
	}

	private static boolean isChunked(Request request) {
		return request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null;
	}

}
