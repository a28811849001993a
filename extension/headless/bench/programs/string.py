def words(text):
    out = []
    for word in text.split():
        word = word.strip(",.").lower()
        if word.isalpha() and not word.startswith("x"):
            out.append(word.capitalize())
    return out


def program(n):
    text = "The quick, brown fox jumps. Over the lazy dog xyzzy 42 "
    size = 0
    for i in range(n):
        found = words(text)
        line = " ".join(found) + f" {i:05d} {i / 7:.3f}"
        size += len(line.replace("The", "A")) + line.count("o") + line.find("dog")
        for c in line[:20]:
            if c in "aeiou":
                size += ord(c) % 7
    return size


SIZE = 4000
TRACE_SIZE = 600
