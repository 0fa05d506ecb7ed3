package io.windhover.topic.broker;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.jspecify.annotations.Nullable;

/**
 * Checks who connects to a listener of the embedded broker against the account that the
 * listener itself was configured with. Kafka would look in its own metadata, which the
 * controller has not read yet when its first client connects, and where a broker that ran
 * without users has no account.
 */
public final class BrokerLogin implements AuthenticateCallbackHandler {

	private static final int ITERATIONS = 4096;

	private String user = "";

	private @Nullable ScramCredential credential;

	@Override
	public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> logins) {
		Map<String, ?> options = logins.get(0).getOptions();
		this.user = String.valueOf(options.get("username"));
		try {
			this.credential = new ScramFormatter(ScramMechanism.forMechanismName(mechanism))
				.generateCredential(String.valueOf(options.get("password")), ITERATIONS);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new KafkaException("The embedded broker cannot check passwords with " + mechanism, ex);
		}
	}

	@Override
	public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
		String name = null;
		for (Callback callback : callbacks) {
			if (callback instanceof NameCallback asked) {
				name = asked.getDefaultName();
			}
			else if (callback instanceof ScramCredentialCallback asked) {
				asked.scramCredential(this.user.equals(name) ? this.credential : null);
			}
			else {
				throw new UnsupportedCallbackException(callback);
			}
		}
	}

	@Override
	public void close() {
		this.credential = null;
	}

}
