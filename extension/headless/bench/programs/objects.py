class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y


class Account:
    fee = 1

    def __init__(self):
        self.balance = 0
        self.log = []

    def move(self, amount):
        if amount < 0 and self.balance + amount < 0:
            return False
        self.balance += amount - self.fee
        self.log.append(amount)
        return True


class Saver(Account):
    fee = 0

    def move(self, amount):
        return super().move(amount * 2)


def program(n):
    position = Vector(0, 0)
    step = Vector(1, 2)
    accounts = [Account(), Saver()]
    done = 0
    for i in range(n):
        position = position + step
        if accounts[i % 2].move(i % 11 - 5):
            done += 1
        if position == step:
            done += position.norm
    return done + position.norm


SIZE = 25000
TRACE_SIZE = 3000
