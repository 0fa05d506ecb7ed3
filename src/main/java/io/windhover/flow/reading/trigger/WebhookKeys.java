package io.windhover.flow.reading.trigger;

import java.util.List;
import java.util.regex.Pattern;

import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.YamlSection;

/**
 * Puts digests in the place of the keys of webhooks, so that no topic holds a key and
 * nobody is shown one.
 */
public final class WebhookKeys {

	private static final Pattern FORM = Pattern.compile(WebhookTrigger.KEY);

	private WebhookKeys() {
	}

	/**
	 * The text of a flow without the keys of its triggers. One that stands elsewhere in
	 * the text too, be it in a comment, is a problem.
	 */
	public static String hidden(String yaml, List<YamlSection> triggers, ReadingProblems problems) {
		String hidden = yaml;
		for (YamlSection trigger : triggers) {
			String key = String.valueOf(trigger.properties().get("key"));
			if (!WebhookTrigger.TYPE.equals(trigger.text("type")) || !FORM.matcher(key).matches()) {
				continue;
			}
			int place = yaml.indexOf(key);
			if (place < 0) {
				problems.value(trigger.path().child("key"), "must be written as it is, in quotes or without");
			}
			else if (yaml.indexOf(key, place + 1) >= 0) {
				problems.value(trigger.path().child("key"),
						"stands in the flow more than once; give each webhook a key of its own, and name it nowhere else");
			}
			else {
				hidden = hidden.replace(key, WebhookTrigger.digest(key));
			}
		}
		return hidden;
	}

}
