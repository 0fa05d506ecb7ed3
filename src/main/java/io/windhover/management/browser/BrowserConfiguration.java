package io.windhover.management.browser;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Belongs to the management port only, where it has a server of its own. It is named in a
 * file and no configuration by annotation, lest the component scan give it to the other
 * port.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class BrowserConfiguration {

	@Bean
	PageFrame pageFrame(WebEndpointProperties properties) {
		String base = properties.getBasePath();
		return new PageFrame(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
	}

	@Bean
	JsonPages jsonPages(PageFrame frame) {
		return new JsonPages(frame);
	}

	/**
	 * Before all others, so that what they refuse is a page, too.
	 */
	@Bean
	FilterRegistrationBean<BrowserFilter> browserFilter(PageFrame frame, JsonPages pages) {
		FilterRegistrationBean<BrowserFilter> registration = new FilterRegistrationBean<>(
				new BrowserFilter(frame, pages, new MarkdownPages(frame)));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
		return registration;
	}

}
