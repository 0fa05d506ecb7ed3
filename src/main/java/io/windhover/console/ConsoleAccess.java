package io.windhover.console;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * What the console is told of the access to both ports.
 */
public interface ConsoleAccess {

	/**
	 * Whether there are users, who log in.
	 */
	boolean hasUsers();

	/**
	 * The roles of somebody who was let in.
	 */
	List<String> roles(Authentication user);

	/**
	 * What a change in the session of a request must carry; null without a session.
	 */
	@Nullable String csrfToken(HttpServletRequest request);

}
