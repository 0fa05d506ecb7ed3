package io.windhover.security;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * What a user may do.
 */
public enum AccessRole implements GrantedAuthority {

	/** Reads everything. */
	VIEWER,
	/** Reads and changes everything. */
	OPERATOR;

	/**
	 * Its name in the configuration.
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The ids of the roles that somebody was let in with.
	 */
	public static List<String> idsOf(Authentication user) {
		return Stream.of(values()).filter(user.getAuthorities()::contains).map(AccessRole::id).toList();
	}

	@Override
	public String getAuthority() {
		return id();
	}

}
