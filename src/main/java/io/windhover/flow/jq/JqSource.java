package io.windhover.flow.jq;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.windhover.flow.value.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * The text of a program, and how far it is read.
 */
final class JqSource {

	private static final Pattern SPACE = Pattern.compile("(\\s|#[^\\n]*)*+");

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*+");

	private static final Pattern FORMAT = Pattern.compile("@[A-Za-z0-9_]++");

	private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

	/** The longest first. */
	private static final Pattern OPERATOR = Pattern
		.compile("//=|\\|=|\\+=|-=|\\*=|/=|%=|==|!=|<=|>=|//|\\?//|[|,=<>+*/%-]");

	static final Set<String> KEYWORDS = Set.of("def", "if", "then", "elif", "else", "end", "as", "reduce", "foreach",
			"try", "catch", "label", "and", "or", "import", "include", "__loc__");

	private final String text;

	private int at;

	JqSource(String text) {
		this.text = text;
	}

	/** Reads on where the next thing begins. */
	JqSource space() {
		this.at = find(SPACE).end();
		return this;
	}

	boolean isAtEnd() {
		space();
		return this.at == this.text.length();
	}

	/** The next character, of whatever; 0 at the end. */
	char peek() {
		return (this.at < this.text.length()) ? this.text.charAt(this.at) : 0;
	}

	boolean peek(String wanted) {
		space();
		return this.text.startsWith(wanted, this.at);
	}

	boolean accept(String wanted) {
		boolean there = peek(wanted);
		this.at += there ? wanted.length() : 0;
		return there;
	}

	void expect(String wanted) {
		if (!accept(wanted)) {
			throw failure("'%s' is missing".formatted(wanted));
		}
	}

	/** A keyword or an operator of letters, not the start of a longer name. */
	boolean acceptWord(String wanted) {
		boolean there = wanted.equals(peekName());
		this.at += there ? wanted.length() : 0;
		return there;
	}

	void expectWord(String wanted) {
		if (!acceptWord(wanted)) {
			throw failure("'%s' is missing".formatted(wanted));
		}
	}

	@Nullable String peekName() {
		space();
		return peek(NAME);
	}

	/** A name of which nothing is taken away by a blank before it. */
	@Nullable String acceptNameHere() {
		return taken(peek(NAME));
	}

	String name(String what) {
		String name = peekName();
		if (name == null) {
			throw failure(what + " is missing");
		}
		this.at += name.length();
		return name;
	}

	@Nullable String acceptFormat() {
		space();
		return taken(peek(FORMAT));
	}

	@Nullable String acceptNumber() {
		space();
		return taken(peek(NUMBER));
	}

	@Nullable String peekOperator() {
		String name = peekName();
		return ("and".equals(name) || "or".equals(name)) ? name : peek(OPERATOR);
	}

	private @Nullable String taken(@Nullable String found) {
		this.at += (found != null) ? found.length() : 0;
		return found;
	}

	private @Nullable String peek(Pattern pattern) {
		Matcher matcher = find(pattern);
		return matcher.lookingAt() ? matcher.group() : null;
	}

	private Matcher find(Pattern pattern) {
		Matcher matcher = pattern.matcher(this.text).region(this.at, this.text.length());
		matcher.lookingAt();
		return matcher;
	}

	/** The next character of a text, which is read on. */
	char next() {
		if (this.at == this.text.length()) {
			throw failure("a text has no end");
		}
		return this.text.charAt(this.at++);
	}

	char hexadecimal() {
		int end = Math.min(this.at + 4, this.text.length());
		try {
			char character = (char) Integer.parseInt(this.text.substring(this.at, end), 16);
			this.at = end;
			return character;
		}
		catch (NumberFormatException ex) {
			throw failure("\\u needs four hexadecimal digits");
		}
	}

	JqException failure(String what) {
		String rest = this.text.substring(this.at);
		return new JqException("%s at %s of the jq program".formatted(what,
				rest.isBlank() ? "the end" : "character %d, '%s',".formatted(this.at + 1, Excerpt.of(rest.strip()))));
	}

}
