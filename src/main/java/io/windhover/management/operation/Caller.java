package io.windhover.management.operation;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Who requested an operation, as the audit names them.
 *
 * @param name of the user, {@code local} while there are no users; null when unknown
 * @param address the request came from; null when unknown
 */
public record Caller(@Nullable String name, @Nullable String address) {

	/**
	 * The sender of the present request.
	 */
	public static Caller current() {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			HttpServletRequest request = attributes.getRequest();
			return new Caller(request.getRemoteUser(), request.getRemoteAddr());
		}
		return new Caller(null, null);
	}

	/**
	 * The name as people read it, which is never null.
	 */
	public String shownName() {
		return (this.name != null) ? this.name : "anonymous";
	}

	@Override
	public String toString() {
		return (this.address != null) ? shownName() + " from " + this.address : shownName();
	}

}
