package io.windhover.security.web;

import java.time.Clock;

import io.windhover.console.Console;
import io.windhover.instance.PortUrls;
import io.windhover.security.AccessRole;
import io.windhover.security.AccessSummary;
import io.windhover.security.Requests;
import io.windhover.security.SecurityProperties;
import io.windhover.security.WebhookCalls;
import io.windhover.security.audit.AuditFilter;
import io.windhover.security.audit.AuditTrail;
import io.windhover.security.connection.ConnectionCustomizer;
import io.windhover.security.login.LimitedLogins;
import io.windhover.security.login.LoginLimiter;
import io.windhover.security.login.Passwords;
import io.windhover.security.login.Secrets;
import io.windhover.security.login.SecurityProblemHandler;
import io.windhover.security.login.Users;
import io.windhover.security.login.VerifiedPasswords;
import io.windhover.security.session.LoginFilter;
import io.windhover.security.session.SessionAccess;
import io.windhover.security.session.SessionFilter;
import io.windhover.security.session.Sessions;
import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;

/**
 * One chain of filters for both ports: Spring Boot gives the management port the chain of
 * the other.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(SecurityProperties.class)
class WebSecurityConfiguration {

	@Bean
	ConnectionCustomizer connectionCustomizer(TomcatServerProperties tomcat, SecurityProperties security) {
		return new ConnectionCustomizer(tomcat, security);
	}

	@Bean
	Users users(SecurityProperties properties) {
		return new Users(properties.users());
	}

	@Bean
	VerifiedPasswords passwordEncoder() {
		return new VerifiedPasswords(Passwords.encoder());
	}

	/**
	 * Logins are observed. The time of each filter of each request is not: to measure it
	 * took longer than the filters do.
	 */
	@Bean
	SecurityObservationSettings securityObservationSettings() {
		return SecurityObservationSettings.withDefaults().shouldObserveAuthorizations(false).build();
	}

	@Bean
	QuickFirewall httpFirewall() {
		return new QuickFirewall();
	}

	@Bean
	Secrets secrets() {
		return new Secrets();
	}

	@Bean
	AccessSummary accessSummary(SecurityProperties properties, PortUrls urls) {
		return new AccessSummary(properties, urls);
	}

	@Bean
	SecurityFilterChain ports(HttpSecurity http, Users users, SecurityProperties properties, PortUrls urls,
			PathMappedEndpoints endpoints, ObjectProvider<HealthEndpointGroups> groups, AuditTrail trail,
			VerifiedPasswords passwords, Clock clock, ObjectProvider<Console> console) {
		SecurityProblemHandler problems = new SecurityProblemHandler(!users.isEmpty());
		http.authorizeHttpRequests((requests) -> requests
			// what is dispatched again was let in before
			.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
			.permitAll()
			.requestMatchers(new OpenEndpoints(!users.isEmpty(), endpoints, groups.getIfAvailable()))
			.permitAll()
			// the key in the path is what lets the caller in
			.requestMatchers(WebhookCalls::isCall)
			.permitAll()
			.requestMatchers(Requests::reads)
			.hasAnyAuthority(AccessRole.VIEWER.getAuthority(), AccessRole.OPERATOR.getAuthority())
			.anyRequest()
			.hasAuthority(AccessRole.OPERATOR.getAuthority()))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.headers((headers) -> headers
				// it would bind the other port of the same name to TLS, too
				.httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable)
				.crossOriginResourcePolicy((policy) -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
				.addHeaderWriter(new RolesHeaderWriter()))
			.addFilterAfter(new AuditFilter(trail), SecurityContextHolderFilter.class);
		AuthenticationManager logins = null;
		if (users.isEmpty()) {
			http.addFilterBefore(new HostFilter(urls, properties.allowedHosts()), BasicAuthenticationFilter.class)
				.addFilterBefore(new LocalAuthenticationFilter(), AnonymousAuthenticationFilter.class);
		}
		else {
			// a manager of its own: one that has a parent would ask it too what is
			// refused here
			logins = new ProviderManager(new LimitedLogins(users, passwords, new LoginLimiter(clock)));
			http.authenticationManager(logins);
			http.httpBasic((basic) -> basic.authenticationEntryPoint(problems));
		}
		// after it is known who is abused
		http.addFilterBefore(new OriginFilter(properties.allowedOrigins()), AnonymousAuthenticationFilter.class);
		Console pages = console.getIfAvailable();
		if (pages != null) {
			addConsole(http, pages, logins, problems, new Sessions(clock));
		}
		return http.build();
	}

	/**
	 * Before it is asked who may do what: the console lets through what it does not
	 * answer itself.
	 */
	private static void addConsole(HttpSecurity http, Console console, @Nullable AuthenticationManager logins,
			SecurityProblemHandler problems, Sessions sessions) {
		boolean users = logins != null;
		if (users) {
			http.addFilterBefore(new SessionFilter(sessions), BasicAuthenticationFilter.class);
		}
		http.addFilterBefore(new LoginFilter(console, sessions, problems, logins), AuthorizationFilter.class)
			.addFilterBefore(console.filter(new SessionAccess(users)), AuthorizationFilter.class);
	}

}
