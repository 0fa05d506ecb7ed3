package io.windhover.api.webhook;

import io.windhover.api.web.Problems;
import io.windhover.flow.WebhookSignature;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.secret.SecretSources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Verifies the signatures of calls, with the secrets that this process finds.
 */
@Component
@ConditionalOnRole(Role.API)
class Signatures {

	private static final Logger logger = LoggerFactory.getLogger(Signatures.class);

	private final SecretSources secrets;

	Signatures(SecretSources secrets) {
		this.secrets = secrets;
	}

	/**
	 * Fails with a problem unless a body is signed as it must be.
	 * @param webhook {@code namespace/flow/trigger}
	 * @param given what the header of the signature holds; null without it
	 */
	void require(String webhook, WebhookSignature signature, @Nullable String given, byte[] body) {
		if (given == null || !signature.matches(given, body, key(webhook, signature))) {
			throw Problems.forbidden(
					"The header %s %s.".formatted(signature.header(),
							(given == null) ? "is missing" : "is not the signature of the body"),
					"Sign the body as it is sent with HMAC-%s and the secret that the webhook has."
						.formatted(signature.algorithm()));
		}
	}

	/** Callers are not told which secret it is. */
	private String key(String webhook, WebhookSignature signature) {
		try {
			String key = this.secrets.require(signature.secret());
			if (!key.isEmpty()) {
				return key;
			}
			logger.warn("Calls of the webhook {} are refused: secret '{}' is empty", webhook, signature.secret());
		}
		catch (IllegalArgumentException ex) {
			logger.warn("Calls of the webhook {} are refused: {}", webhook, ex.getMessage());
		}
		throw Problems.unavailable("The signature cannot be verified now.",
				"The log of the instance that was called has the reason.", null);
	}

}
