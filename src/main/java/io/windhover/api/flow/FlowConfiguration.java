package io.windhover.api.flow;

import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
@EnableConfigurationProperties(FlowProperties.class)
class FlowConfiguration {

}
