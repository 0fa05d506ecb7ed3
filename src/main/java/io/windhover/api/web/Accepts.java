package io.windhover.api.web;

import java.util.List;

import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/**
 * Chooses between two forms of an answer by what the client names; one that accepts
 * anything gets the first, which Spring alone does not promise.
 */
public final class Accepts {

	private Accepts() {
	}

	/**
	 * Whether the client would rather have the other form than the first.
	 */
	public static boolean prefers(String accept, MediaType other, MediaType first) {
		List<MediaType> types = MediaType.parseMediaTypes(accept);
		MimeTypeUtils.sortBySpecificity(types);
		for (MediaType type : types) {
			if (type.includes(first)) {
				return false;
			}
			if (type.includes(other)) {
				return true;
			}
		}
		return false;
	}

}
