package io.windhover.security.login;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Verifies names and passwords within the limits of a {@link LoginLimiter}. A password
 * that was right before costs nothing and is let in also where others guess.
 */
public class LimitedLogins implements AuthenticationProvider {

	private final Users users;

	private final VerifiedPasswords passwords;

	private final LoginLimiter limiter;

	private final DaoAuthenticationProvider provider;

	/**
	 * Verifies the names and passwords of the configured users.
	 * @param passwords remember those that were right, which are not counted
	 */
	public LimitedLogins(Users users, VerifiedPasswords passwords, LoginLimiter limiter) {
		this.users = users;
		this.passwords = passwords;
		this.limiter = limiter;
		this.provider = new DaoAuthenticationProvider(users);
		this.provider.setPasswordEncoder(passwords);
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		String address = (authentication.getDetails() instanceof WebAuthenticationDetails details)
				? String.valueOf(details.getRemoteAddress()) : "";
		String name = authentication.getName();
		require(this.limiter.blocked(address, name));
		if (isRemembered(name, authentication.getCredentials())) {
			return this.provider.authenticate(authentication);
		}
		require(this.limiter.begin(address, name));
		try {
			Authentication user = this.provider.authenticate(authentication);
			this.limiter.succeeded(address, name);
			return user;
		}
		catch (AuthenticationServiceException ex) {
			this.limiter.abandoned(address, name);
			throw ex;
		}
	}

	@Override
	public boolean supports(Class<?> type) {
		return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
	}

	private boolean isRemembered(String name, @Nullable Object password) {
		String encoded = this.users.encodedPassword(name);
		return encoded != null && password != null && this.passwords.isRemembered(password.toString(), encoded);
	}

	private static void require(Duration blocked) {
		if (!blocked.isZero()) {
			throw new LoginLimitException(blocked);
		}
	}

}
