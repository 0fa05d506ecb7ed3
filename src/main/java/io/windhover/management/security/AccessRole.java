package io.windhover.management.security;

import java.util.Locale;

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

	@Override
	public String getAuthority() {
		return id();
	}

}
