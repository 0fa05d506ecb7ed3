package io.windhover.console;

import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Whether somebody would rather read a page than JSON, which is what browsers say when
 * somebody follows a link, and nobody else does.
 */
final class Accept {

	private static final int MAX_LENGTH = 1000;

	private Accept() {
	}

	static boolean prefersHtml(HttpServletRequest request) {
		return prefersHtml(String.join(",", Collections.list(request.getHeaders(HttpHeaders.ACCEPT))));
	}

	/**
	 * HTML must be named, and JSON less wanted than it: to accept anything is to accept
	 * JSON.
	 */
	static boolean prefersHtml(String accept) {
		if (accept.length() > MAX_LENGTH || !accept.contains("html")) {
			return false;
		}
		try {
			List<MediaType> types = MediaType.parseMediaTypes(accept);
			double html = quality(types, (type) -> type.equalsTypeAndSubtype(MediaType.TEXT_HTML)
					|| type.equalsTypeAndSubtype(MediaType.APPLICATION_XHTML_XML));
			return html > quality(types, Accept::isJson);
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static boolean isJson(MediaType type) {
		return type.getType().equals("application")
				&& (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
	}

	private static double quality(List<MediaType> types, Predicate<MediaType> wanted) {
		return types.stream().filter(wanted).mapToDouble(MediaType::getQualityValue).max().orElse(0);
	}

}
