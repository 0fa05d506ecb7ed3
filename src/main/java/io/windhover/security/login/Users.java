package io.windhover.security.login;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.security.SecurityProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * The users of the configuration.
 */
public class Users implements UserDetailsService {

	private static final String PROPERTY = "windhover.security.users";

	private final Map<String, SecurityProperties.User> users = new LinkedHashMap<>();

	/**
	 * Takes the users.
	 * @throws InvalidUserException when a password is not encoded, or a name is there
	 * twice
	 */
	public Users(List<SecurityProperties.User> users) {
		for (int index = 0; index < users.size(); index++) {
			SecurityProperties.User user = users.get(index);
			if (!Passwords.isEncoded(user.password())) {
				throw new InvalidUserException(
						"%s[%d].password, of user '%s', is not encoded.".formatted(PROPERTY, index, user.name()),
						"Encode it by 'java -jar windhover.jar %s', which asks for the password, and set the whole line that it prints, from {bcrypt} on. In a shell, put it in single quotes, because it has dollar signs."
							.formatted(EncodePassword.COMMAND));
			}
			if (this.users.put(user.name(), user) != null) {
				throw new InvalidUserException("%s has user '%s' twice.".formatted(PROPERTY, user.name()),
						"Give each user a name of its own.");
			}
		}
	}

	/**
	 * Whether no users are configured, so that no name and password let anybody in.
	 */
	public boolean isEmpty() {
		return this.users.isEmpty();
	}

	/**
	 * The encoded password of a user; null when there is none of that name.
	 */
	@Nullable String encodedPassword(String name) {
		SecurityProperties.User user = this.users.get(name);
		return (user != null) ? user.password() : null;
	}

	@Override
	public UserDetails loadUserByUsername(String name) {
		SecurityProperties.User user = this.users.get(name);
		if (user == null) {
			throw new UsernameNotFoundException("no such user");
		}
		return User.withUsername(name).password(String.valueOf(user.password())).authorities(user.roles()).build();
	}

}
