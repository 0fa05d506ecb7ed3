package io.windhover.api.webhook;

import io.windhover.api.ApiListener;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Role;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class WebhookConfiguration {

	@Bean
	ListenerList<ApiListener> apiListeners(ObjectProvider<ApiListener> listeners) {
		return new ListenerList<>(listeners.orderedStream().toList());
	}

}
