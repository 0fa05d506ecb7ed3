package io.windhover.security;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Who may do what on both ports.
 *
 * @param users Users, each with name, encoded password and roles (viewer, operator).
 * Without any, this machine may do everything and others may read health, info and
 * prometheus, and call webhooks.
 * @param allowedHosts Names by which requests may call this machine while there are no
 * users, besides its addresses and its host name.
 * @param allowedOrigins Origins, such as https://admin.example, whose pages may change
 * something here.
 * @param bodyTimeout Time within which the whole body of a request has to arrive.
 * @param maxBody Size of the body of a request above which it is refused.
 * @param uploadTimeout The same as bodyTimeout, for a request that creates an execution
 * with files.
 * @param maxUpload The same as maxBody, for a request that creates an execution with
 * files.
 */
@Validated
@ConfigurationProperties("windhover.security")
public record SecurityProperties(@DefaultValue List<@Valid User> users, @DefaultValue Set<String> allowedHosts,
		@DefaultValue Set<String> allowedOrigins,
		@DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(hours = 1) Duration bodyTimeout,
		@DefaultValue("8MB") @NotNull DataSize maxBody,
		@DefaultValue("5m") @DurationMin(millis = 100) @DurationMax(hours = 24) Duration uploadTimeout,
		@DefaultValue("128MB") @NotNull DataSize maxUpload) {

	/**
	 * A user; the password is checked where users are made, because a failed check here
	 * would be reported with its value.
	 *
	 * @param name Name of the user.
	 * @param password Password, encoded by the command encode-password.
	 * @param roles Roles of the user: viewer, operator.
	 */
	public record User(@NotBlank @Pattern(regexp = "[^:\\p{Cntrl}]{1,64}") String name, @Nullable String password,
			@NotEmpty Set<AccessRole> roles) {

		@Override
		public String toString() {
			return this.name + " " + this.roles;
		}

	}

}
