package io.windhover.security.web;

import java.util.function.Predicate;

import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Spring Security's own rules, without a regular expression for what is plain text: each
 * look at a header is checked, and to find the handler of a request takes dozens of them.
 */
final class QuickFirewall extends StrictHttpFirewall {

	QuickFirewall() {
		setAllowedHeaderNames(plainOr(ALLOWED_HEADER_NAMES));
		setAllowedHeaderValues(plainOr(ALLOWED_HEADER_VALUES));
	}

	private static Predicate<String> plainOr(Predicate<String> rule) {
		return (text) -> isPlain(text) || rule.test(text);
	}

	/** Printable ASCII, which both rules allow. */
	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char letter = text.charAt(i);
			if (letter < ' ' || letter > '~') {
				return false;
			}
		}
		return true;
	}

}
