package io.windhover.security.audit;

import io.windhover.event.EventPublisher;
import org.springframework.boot.actuate.security.AbstractAuthenticationAuditListener;
import org.springframework.boot.actuate.security.AbstractAuthorizationAuditListener;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authorization.event.AuthorizationEvent;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

	@Bean
	AuditEvents auditEventRepository() {
		return new AuditEvents();
	}

	@Bean
	AuditTrail auditTrail(ApplicationEventPublisher events) {
		return new AuditTrail(events);
	}

	@Bean
	LoggerAudit loggerAudit() {
		return new LoggerAudit();
	}

	@Bean
	AuditedOperations auditedOperations(EventPublisher events) {
		return new AuditedOperations(events);
	}

	/**
	 * Replaces that of Spring Boot, for which each refused read is an event: whoever
	 * reaches the port could push all others out of the memory.
	 */
	@Bean
	AbstractAuthorizationAuditListener noAuthorizationEvents() {
		return new AbstractAuthorizationAuditListener() {

			@Override
			public void onApplicationEvent(AuthorizationEvent event) {
				// refused writes are audited with all others
			}

		};
	}

	/**
	 * Replaces that of Spring Boot, for which each scrape with a password is an event.
	 */
	@Bean
	AbstractAuthenticationAuditListener noAuthenticationEvents() {
		return new AbstractAuthenticationAuditListener() {

			@Override
			public void onApplicationEvent(AbstractAuthenticationEvent event) {
				// the requests are audited, not that somebody was let in
			}

		};
	}

}
