package io.windhover.security.web;

import io.windhover.security.AccessRole;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Tells the caller which roles the request was let in with, so that a page can leave out
 * what would be refused. Where nobody was let in there is no such header.
 */
class RolesHeaderWriter implements HeaderWriter {

	/** The header's name. */
	static final String NAME = "Windhover-Roles";

	@Override
	public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication == null) {
			return;
		}
		String roles = String.join(", ", AccessRole.idsOf(authentication));
		if (!roles.isEmpty()) {
			response.setHeader(NAME, roles);
		}
	}

}
