package io.windhover.security.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The cookie that holds the id of a session: no script reads it, no page of another site
 * has it sent, and the browser forgets it when it closes.
 */
final class SessionCookie {

	static final String NAME = "windhover-session";

	/** Browsers send the cookies of all ports of a host, and somebody may send many. */
	private static final int MOST = 5;

	private SessionCookie() {
	}

	/** The ids that a request comes with: most have none. */
	static List<String> ids(HttpServletRequest request) {
		Cookie @Nullable [] cookies = request.getCookies();
		return Arrays.stream((cookies != null) ? cookies : new Cookie[0])
			.filter((cookie) -> NAME.equals(cookie.getName()))
			.flatMap((cookie) -> Stream.ofNullable(cookie.getValue()))
			.limit(MOST)
			.toList();
	}

	static void set(HttpServletRequest request, HttpServletResponse response, String id) {
		response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, id).build().toString());
	}

	static void clear(HttpServletRequest request, HttpServletResponse response) {
		response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, "").maxAge(Duration.ZERO).build().toString());
	}

	private static ResponseCookie.ResponseCookieBuilder cookie(HttpServletRequest request, String value) {
		return ResponseCookie.from(NAME, value).path("/").httpOnly(true).sameSite("Strict").secure(request.isSecure());
	}

}
