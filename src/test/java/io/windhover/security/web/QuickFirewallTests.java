package io.windhover.security.web;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;

import static org.assertj.core.api.Assertions.assertThat;

class QuickFirewallTests {

	@Test
	void everyCharacterIsAllowedOrRefusedAsBySpringSecurity() {
		HttpFirewall quick = new QuickFirewall();
		HttpFirewall strict = new StrictHttpFirewall();
		IntStream.rangeClosed(0, Character.MAX_VALUE)
			.mapToObj((letter) -> "a" + (char) letter)
			.forEach((text) -> assertThat(allows(quick, text)).as("%04x", (int) text.charAt(1))
				.isEqualTo(allows(strict, text)));
	}

	/** Its name and its value, in two digits. */
	private static String allows(HttpFirewall firewall, String text) {
		return allows(firewall, text, "value") + allows(firewall, "name", text);
	}

	private static String allows(HttpFirewall firewall, String name, String value) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
		request.addHeader(name, value);
		try {
			firewall.getFirewalledRequest(request).getHeader(name);
			return "1";
		}
		catch (RequestRejectedException ex) {
			return "0";
		}
	}

}
